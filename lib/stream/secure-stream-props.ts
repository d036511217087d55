import { StreamProps } from 'aws-cdk-lib/aws-kinesis';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';

/** Props of `SecureStream`: everything `kinesis.Stream` takes, and what a secure stream has to know besides. */
export interface SecureStreamProps extends StreamProps {
  /**
   * How sensitive the records are. It decides the key, and stands in the tag `data-class`.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * Rules that need not hold on this stream, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}
