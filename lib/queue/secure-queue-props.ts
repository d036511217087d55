import { QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';

/** Props of `SecureQueue`: everything `sqs.Queue` takes, and what a secure queue has to know besides. */
export interface SecureQueueProps extends QueueProps {
  /**
   * How sensitive the messages are. It decides the key and the failure queue, and stands in the tag `data-class`.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * How often a message is received before it goes to the failure queue, 1 to 10. Not together with `deadLetterQueue`,
   * which says so itself.
   *
   * @default - 3
   */
  readonly maxReceiveCount?: number;
  /**
   * Whether it is a dead-letter queue itself: then it has none of its own, and keeps messages for 14 days.
   *
   * @default - false: it has work in it
   */
  readonly keepsFailures?: boolean;
  /**
   * Other accounts, by their 12 digits, whose identities may be let in by `addToResourcePolicy`. Such a statement is
   * still a finding (POLICY-02) until a waiver says why.
   *
   * @default - none: whatever is allowed, nobody of another account gets in
   */
  readonly trustedAccounts?: string[];
  /**
   * Rules that need not hold on this queue, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}
