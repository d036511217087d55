/** What a web ACL stands before. */
export enum WebAclScope {
  /** REST API stages, load balancers, user pools and the like, in its own region. */
  REGIONAL = 'REGIONAL',
  /** CloudFront distributions; it lives in us-east-1. */
  CLOUDFRONT = 'CLOUDFRONT',
}
