import { LogGroup, LogGroupProps } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { LOGS_RULES } from './rules/index';
import { secured } from '../core/gate-state';
import { secureProps } from '../core/secure-props';
import { Waiver } from '../core/waivers';
import { KeyRing } from '../key/key-ring';

/** Props of `SecureLogGroup`. */
export interface SecureLogGroupProps extends LogGroupProps {
  /**
   * Rules that need not hold on this log group, and why.
   *
   * @default - none: every LOGS rule holds
   */
  readonly waivers?: Waiver[];
}

/**
 * A log group whose retention is stated, that is encrypted with the operations key and outlives its stack, or does not
 * synthesize.
 *
 * Retention: one year in production, ten in regulated, two weeks in development, where the group goes with its stack and
 * CloudWatch's own encryption is used.
 */
export class SecureLogGroup extends LogGroup {
  constructor(scope: Construct, id: string, props?: SecureLogGroupProps) {
    const encryptionKey = props?.encryptionKey ?? KeyRing.of(scope).operations();
    super(scope, id, secureProps<SecureLogGroupProps>(LOGS_RULES, scope, id, { ...props, encryptionKey }));
    secured(this, props?.waivers);
  }
}
