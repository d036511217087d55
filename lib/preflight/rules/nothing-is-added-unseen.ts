import type { Template } from '../../core/assembly';
import { Rule, TEMPLATE, unknown, worstOfAll } from '../../core/rule';

export const nothingIsAddedUnseen: Rule = {
  id: 'PREFLIGHT-11',
  types: [TEMPLATE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'every resource stands in the template as it will be deployed',
  why: 'Macros, loops, includes and modules write resources and properties during the deployment: nobody here has seen them, so nobody judged them. Of SAM, this is what is not known here; the rest is written out and judged.',
  fix: 'correct the property if its name is a typo, or write the resources out, as CDK does; or waive it at the path of the stack, once what comes out was judged elsewhere',
  topics: ['gate'],
  controls: ['J1', 'J2'],
  migration: 'none',
  reaches: [],
  check: (_, template) => worstOfAll(unseenIn(template).map((one) => unknown(one))),
};

/**
 * What these do is seen: the first only adds functions, which are read as unknown values; what SAM makes of its own types is
 * written out before rules read them; the rotation macro adds a nested stack of AWS' own.
 */
const SEEN = /^AWS::(LanguageExtensions|Serverless-[\d-]+|SecretsManager-[\d-]+)$/;
const WRITTEN_LATER = /^AWS::Serverless::|::MODULE$/;

function unseenIn(template: Template): string[] {
  const { body, resources, expansion } = template;
  const transforms = [body.Transform ?? []].flat().map((one) => String(one?.Name ?? one));
  const unseen = transforms.filter((name) => !SEEN.test(name)).map((name) => `the macro ${name}`);
  unseen.push(...expansion.unexpanded, ...unseenApplications(template));
  const hasAny = isTransformed(body.Resources);
  for (const { logicalId, type, raw } of resources.values()) {
    if (logicalId.startsWith('Fn::')) unseen.push(logicalId);
    else if (WRITTEN_LATER.test(type)) unseen.push(`${logicalId} of type ${type}`);
    else if (hasAny && isTransformed(raw)) unseen.push(`a transform in ${logicalId}`);
  }
  return unseen;
}

/** Applications whose own template does not lie beside this one. */
const unseenApplications = ({ expansion, resources, assembly }: Template): string[] =>
  [...expansion.nested]
    .filter((logicalId) => !assembly.nestedTemplate(resources.get(logicalId)!))
    .map((logicalId) => `the template of the application ${logicalId}`);

/** As a key: in a text, its quotes would be escaped. */
const isTransformed = (value: unknown): boolean =>
  /"Fn::(Transform|ForEach::[^"\\]*)":/.test(JSON.stringify(value) ?? '');
