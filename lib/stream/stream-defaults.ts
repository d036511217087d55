import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { StreamEncryption, StreamProps } from 'aws-cdk-lib/aws-kinesis';
import { IConstruct } from 'constructs';
import { profileOf } from '../core/profile';
import { secureProps } from '../core/secure-props';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { STREAM_RULES } from './rules/index';

/** A day is what AWS includes in the price. A regulated application gets the week in which a broken reader is found and mended. */
const RETENTION = Duration.days(1);
const REGULATED_RETENTION = Duration.days(7);

/** The caller's props over those of every rule. */
export function secureStreamProps(
  scope: IConstruct,
  id: string,
  given: StreamProps,
  dataClass: DataClass,
): StreamProps {
  const profile = profileOf(scope).name;
  const isKept = profile !== 'development';
  return secureProps<StreamProps>(STREAM_RULES, scope, id, withKey(scope, given, dataClass), {
    defaults: {
      retentionPeriod: profile === 'regulated' ? REGULATED_RETENTION : RETENTION,
      removalPolicy: isKept ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    },
  });
}

/** The ring's key counts as given when nobody said which; a key that CDK made would not be rotated. */
function withKey(scope: IConstruct, given: StreamProps, dataClass: DataClass): StreamProps {
  const { encryption, encryptionKey } = given;
  if (encryptionKey || (encryption !== undefined && encryption !== StreamEncryption.KMS)) return given;
  const ring = KeyRing.of(scope);
  const key = ring.data(dataClass) ?? (encryption && ring.data(DataClass.SECRET));
  return key
    ? { ...given, encryption: StreamEncryption.KMS, encryptionKey: key }
    : { ...given, encryption: StreamEncryption.MANAGED };
}
