import { TopicProps } from 'aws-cdk-lib/aws-sns';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';

/** Props of `SecureTopic`: everything `sns.Topic` takes, and what a secure topic has to know besides. */
export interface SecureTopicProps extends TopicProps {
  /**
   * How sensitive the messages are. It decides the key and the failure queue, and stands in the tag `data-class`.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * Other accounts, by their 12 digits, whose identities may be let in by `addToResourcePolicy`. Such a statement is
   * still a finding (POLICY-02) until a waiver says why.
   *
   * @default - none: whatever is allowed, nobody of another account gets in
   */
  readonly trustedAccounts?: string[];
  /**
   * Rules that need not hold on this topic, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}
