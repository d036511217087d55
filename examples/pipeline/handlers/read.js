const { GetObjectCommand, S3Client } = require('@aws-sdk/client-s3');

const s3 = new S3Client();

exports.handler = async ({ receipt }) => {
  const { ContentLength } = await s3.send(
    new GetObjectCommand({ Bucket: process.env.BUCKET, Key: `incoming/${receipt}` }),
  );
  return { receipt, bytes: ContentLength };
};
