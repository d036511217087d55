import { Token } from 'aws-cdk-lib';
import { ITopic } from 'aws-cdk-lib/aws-sns';

/** Who hears about the spending. */
export class SpendSubscriber {
  /**
   * A person or a list. AWS Budgets writes to the address directly, without a confirmation; alarms on the guard's topic
   * need the subscription that SNS asks the address to confirm.
   *
   * @throws when the text is no e-mail address (SPEND-01)
   */
  public static email(address: string): SpendSubscriber {
    if (!Token.isUnresolved(address) && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address)) {
      throw new Error(
        `SPEND-01: expected an e-mail address, got '${address}'; pass SpendSubscriber.email('team@example.com')`,
      );
    }
    return new SpendSubscriber(address, undefined);
  }

  /**
   * A topic that has its receivers already, instead of one of the guard's own. It has to lie in the account of the budget.
   *
   * A topic of this app, and its key, are told to let in AWS Budgets and CloudWatch. An imported one has to say so itself.
   */
  public static topic(topic: ITopic): SpendSubscriber {
    return new SpendSubscriber(undefined, topic);
  }

  /** @internal */
  public readonly _address?: string;
  /** @internal */
  public readonly _topic?: ITopic;

  private constructor(address: string | undefined, topic: ITopic | undefined) {
    this._address = address;
    this._topic = topic;
  }
}
