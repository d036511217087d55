import type { Target } from './function';
import { isIntrinsic, pick } from './intrinsic-shapes';
import type { SamResource } from './sam-resource';

const KNOWN: ReadonlySet<string> = new Set(['AuthType', 'Cors', 'InvokeMode']);

/** `FunctionUrlConfig`: the URL, and for one without authorization the permissions that let everybody in. */
export function writeFunctionUrl(sam: SamResource, { name }: Target): void {
  const at = 'FunctionUrlConfig';
  const config = sam.map(sam.properties[at], at);
  if (!config) return;
  const { id } = sam;
  sam.knows(config, KNOWN, at);
  const properties = { ...pick(config, [...KNOWN]), TargetFunctionArn: name };
  sam.generate(`${id}Url`, 'AWS::Lambda::Url', properties, at);
  // SAM writes no permission where it cannot read the type; the URL itself is judged by it
  if (isIntrinsic(config.AuthType) || config.AuthType !== 'NONE') return;
  const toAll = { FunctionName: name, Principal: '*' };
  sam.generate(
    `${id}UrlPublicPermissions`,
    'AWS::Lambda::Permission',
    { ...toAll, Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' },
    at,
  );
  sam.generate(
    `${id}URLInvokeAllowPublicAccess`,
    'AWS::Lambda::Permission',
    { ...toAll, Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true },
    at,
  );
}
