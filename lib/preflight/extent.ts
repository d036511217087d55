import type { Resource, Template } from '../core/assembly';
import { PHYSICAL_NAMES } from '../core/subjects';
import { isSymbolic, PLACEHOLDER } from '../core/text';

/** How long a value is once it is deployed. */
export interface Extent {
  /** No deployment makes it shorter: what exceeds a quota by this is refused for sure. */
  readonly least: number;
  /** With names of the usual length. */
  readonly likely: number;
}

/** IAM does not count white space (IAM and STS quotas page); the other services count the bytes they receive. */
export type Counting = 'characters without white space' | 'bytes';

/** No placeholder is likely to stand for more. */
const LONGEST = 110;

/** The extent of resolved values together, as the compact JSON that CloudFormation sends. Exact from `from` on. */
export function extentOf(values: readonly unknown[], template: Template, counting: Counting, from: number): Extent {
  const texts = values
    .filter((value) => value !== undefined)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  const most = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + LONGEST * (text.split('⟨').length - 1), 0);
  if (most < from) return NOTHING; // nearly every policy is far from its quota
  let [least, likely] = [0, 0];
  for (const text of texts) {
    const literal = template.concrete(text).replace(PLACEHOLDER, (_, body: string) => {
      const one = extentOfPlaceholder(body, template);
      least += one.least;
      likely += one.likely;
      return '';
    });
    const length = counting === 'bytes' ? Buffer.byteLength(literal) : literal.replace(/\s/g, '').length;
    least += length;
    likely += length;
  }
  return { least, likely };
}

const NOTHING: Extent = { least: 0, likely: 0 };
const exactly = (length: number): Extent => ({ least: length, likely: length });

const PSEUDO: Record<string, Extent> = {
  'AWS::AccountId': exactly(12),
  'AWS::Region': { least: 9, likely: 9 }, // us-east-1, eu-west-1
  'AWS::Partition': { least: 3, likely: 3 },
  'AWS::URLSuffix': { least: 13, likely: 13 },
  'AWS::StackId': { least: 90, likely: 110 },
};
const ANYTHING: Extent = { least: 1, likely: 20 };
/** Without its name, an ARN is at least `arn:aws:s3:::`, and mostly `arn:aws:lambda:eu-west-1:123456789012:`. */
const ARN: Extent = { least: 13, likely: 40 };

function extentOfPlaceholder(body: string, template: Template): Extent {
  if (body === 'AWS::StackName') {
    const name = template.source.stackName;
    return name === undefined ? ANYTHING : exactly(name.length);
  }
  if (body in PSEUDO) return PSEUDO[body];
  const [key, ...attribute] = body.split('.');
  const resource = body.startsWith('?') ? undefined : template.assembly.byKey(key);
  if (!resource) return ANYTHING;
  const name = extentOfName(resource);
  return /Arn$/.test(attribute.join('.'))
    ? { least: ARN.least + name.least, likely: ARN.likely + name.likely }
    : { least: attribute.length > 0 ? 1 : name.least, likely: name.likely };
}

/** Generated names read `<stack>-<logical id>-<12 characters>`, and end at 63 characters or more. */
function extentOfName({ type, raw, template, logicalId }: Resource): Extent {
  if (type === 'AWS::KMS::Key') return exactly(36);
  const property = PHYSICAL_NAMES[type];
  const name = property && raw.Properties?.[property];
  if (typeof name === 'string' && !isSymbolic(name)) return exactly(name.length);
  const stackName = template.source.stackName?.length ?? 12;
  const likely = Math.min(63, stackName + logicalId.length + 14);
  return { least: property && name === undefined ? 16 : 1, likely };
}
