import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { isSymbolic, isUnknown } from '../../core/text';
import { JOB_DEFINITION, TASK_DEFINITION, tasksOf } from '../containers';

interface Image {
  readonly value: unknown;
  readonly path: string;
}

/** Where else an image is named: it is taken again whenever a task, a job or an instance starts. */
const ONE_IMAGE: Readonly<Record<string, readonly string[]>> = {
  'AWS::AppRunner::Service': ['SourceConfiguration.ImageRepository.ImageIdentifier'],
  'AWS::SageMaker::Model': ['PrimaryContainer.Image'],
  'AWS::BedrockAgentCore::Runtime': ['AgentRuntimeArtifact.ContainerConfiguration.ContainerUri'],
};

export const nameTheImage: Rule = {
  id: 'STORE-40',
  types: [TASK_DEFINITION, JOB_DEFINITION, ...Object.keys(ONE_IMAGE)],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'images are named by a version or a digest',
  why: 'Whatever is called latest when a task starts runs with its role: nobody tested it, nobody can roll back to what ran before, and who may push may run.',
  fix: 'name the image by its digest (image@sha256:…) or by a tag of the build, and make the tags of the repository immutable',
  topics: ['supply-chain'],
  controls: ['H1', 'H4', 'FSBP ECR.2'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => worstOfAll(imagesOf(resource).map(judge)),
};

function imagesOf(resource: Resource): readonly Image[] {
  const paths = ONE_IMAGE[resource.type];
  if (paths) return paths.map((path) => ({ value: resource.get(path) as unknown, path }));
  const containers = tasksOf(resource)?.flatMap(({ containers: list }) => list ?? []) ?? [];
  return containers.map(({ part, path }) => ({ value: part.get('Image') as unknown, path: `${path}.Image` }));
}

/** What the deployment gives may be a digest. A repository without a tag is its latest image. */
function judge({ value, path }: Image): Judgement {
  if (typeof value !== 'string' || value.includes('@sha256:')) return PASS;
  const name = value.slice(value.lastIndexOf('/') + 1);
  const isLatest = /:latest$/.test(name) || (!name.includes(':') && !isUnknown(value) && !isSymbolic(value));
  return isLatest ? fail(name.includes(':') ? 'the tag latest' : 'no tag, so latest', `Properties.${path}`) : PASS;
}
