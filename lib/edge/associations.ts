import type { Resource } from '../core/assembly';
import { isPresent } from '../core/compare';
import { isSymbolic, isUnknown, splitText } from '../core/text';

const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';

/** What has a stage: by itself, or as a deployment that makes one on the side. */
export const STAGE_TYPES: readonly string[] = ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment'];

type Answer = 'yes' | 'no' | 'unknown';

/** The associations of an assembly that name a stage: surely, or perhaps, since one of their parts is only known later. */
export function associationsOf(stage: Resource): { readonly sure: Resource[]; readonly open: Resource[] } {
  const all = stage.assembly.ofType(ASSOCIATION).filter((one) => one.exists());
  const answering = (wanted: Answer) => all.filter((one) => namesStage(one.get('ResourceArn'), stage) === wanted);
  return { sure: answering('yes'), open: answering('unknown') };
}

/** The stages behind a web ACL. */
export function stagesBehind(acl: Resource): Resource[] {
  const { assembly } = acl;
  const arns = assembly
    .ofType(ASSOCIATION)
    .filter((one) => one.exists() && assembly.find(one.get('WebACLArn'), acl.type) === acl)
    .map((one) => one.get('ResourceArn'));
  if (arns.length === 0) return [];
  const stages = assembly.ofType('AWS::ApiGateway::Stage').filter((one) => one.exists());
  return stages.filter((stage) => arns.some((arn) => namesStage(arn, stage) === 'yes'));
}

/** Whether an ARN is the one of a stage: `arn:aws:apigateway:<region>::/restapis/<id>/stages/<name>`. */
function namesStage(arn: unknown, stage: Resource): Answer {
  if (typeof arn !== 'string') return 'no';
  const [before, kind, api, stages, name, ...rest] = splitText(arn, '/');
  if (kind !== 'restapis' || stages !== 'stages' || rest.length > 0 || !before.includes(':apigateway:')) {
    return isUnknown(arn) ? 'unknown' : 'no';
  }
  const answers = [sameApi(api, stage), sameName(name, stage)];
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

function sameApi(id: string, stage: Resource): Answer {
  const { assembly, template } = stage;
  const own = stage.get('RestApiId');
  if (!isPresent(own)) return 'no';
  const api = assembly.find(own, 'AWS::ApiGateway::RestApi');
  if (api) return assembly.find(id, 'AWS::ApiGateway::RestApi') === api ? 'yes' : open(id);
  return template.concrete(String(own)) === template.concrete(id) ? 'yes' : open(`${id}${own}`);
}

function sameName(name: string, stage: Resource): Answer {
  const { assembly, template, type } = stage;
  if (assembly.find(name, type) === stage) return 'yes';
  const own = stage.get('StageName');
  if (!isPresent(own)) return 'no';
  return template.concrete(name) === template.concrete(String(own)) ? 'yes' : open(`${name}${own}`);
}

/** Two texts that differ may still turn out the same, unless nothing in them is open. */
const open = (texts: string): Answer => (isUnknown(texts) || hasPseudo(texts) ? 'unknown' : 'no');

/** `⟨AWS::StackName⟩` is one text here and perhaps the same as a literal; `⟨0#Stage⟩` names a resource, and another one is not it. */
const hasPseudo = (text: string): boolean => isSymbolic(text) && /⟨AWS::/.test(text);
