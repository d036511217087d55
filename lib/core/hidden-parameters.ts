import { references } from './references';
import type { Template } from './template';

/**
 * The parameters with `NoEcho` that a raw value mentions: hidden where they are given, and readable wherever they are written.
 * A nested stack is given them under another name, and without `NoEcho`.
 */
export function hiddenIn(value: unknown, template: Template): string[] {
  return references(value).flatMap(({ name }) => {
    if (String(template.body.Parameters?.[name]?.NoEcho) === 'true') return [name];
    const passed = template.resources.has(name) ? undefined : template.passedParameter(name);
    return passed ? hiddenIn(passed.value, passed.template) : [];
  });
}
