import { verdicts } from '../support/judging';
import { cases, either, PARAMETER } from './cases';

const TASK = 'ECS::TaskDefinition';
const JOB = 'Batch::JobDefinition';
const task = (container: object, rest: object = {}) => ({
  ContainerDefinitions: [{ Name: 'web', ...container }],
  ...rest,
});
const adds = (...Add: unknown[]) => ({ LinuxParameters: { Capabilities: { Add } } });
const mounts = (SourcePath: unknown) => ({ Volumes: [{ Name: 'v', Host: { SourcePath } }] });

cases('STORE-23', [
  ['nothing set', TASK, task({}), []],
  ['no containers', TASK, {}, []],
  ['privileged', TASK, task({ Privileged: true }), ['fail']],
  ['privileged, as text', TASK, task({ Privileged: 'true' }), ['fail']],
  ['not privileged', TASK, task({ Privileged: false }), []],
  ['parameter', TASK, task({ Privileged: PARAMETER }), ['unknown']],
  ['in one branch', TASK, task({ Privileged: either(true, false) }), ['fail']],
  [
    'a container in one branch',
    TASK,
    { ContainerDefinitions: [either({ Privileged: true }, { Ref: 'AWS::NoValue' })] },
    ['fail'],
  ],
  ['one container alone', TASK, { ContainerDefinitions: { Privileged: true } }, ['fail']],
  ['containers of the deployment', TASK, { ContainerDefinitions: PARAMETER }, ['unknown']],
  ['the processes of the host', TASK, task({}, { PidMode: 'host' }), ['fail']],
  ['the processes of the task', TASK, task({}, { PidMode: 'task' }), []],
  ['the memory of the host', TASK, task({}, { IpcMode: 'host' }), ['fail']],
  ['the network of the host, as root', TASK, task({}, { NetworkMode: 'host' }), ['fail']],
  ['the network of the host, root by name', TASK, task({ User: 'root:root' }, { NetworkMode: 'host' }), ['fail']],
  ['the network of the host, as a user', TASK, task({ User: '1000' }, { NetworkMode: 'host' }), []],
  ['a network of its own', TASK, task({}, { NetworkMode: 'awsvpc' }), []],
  ['a network of the deployment', TASK, task({}, { NetworkMode: PARAMETER }), ['unknown']],
  ['a mighty capability', TASK, task(adds('NET_ADMIN', 'SYS_ADMIN')), ['fail']],
  ['all capabilities', TASK, task(adds('ALL')), ['fail']],
  ['a harmless capability', TASK, task(adds('NET_BIND_SERVICE')), []],
  ['a capability of the deployment', TASK, task(adds(PARAMETER)), ['unknown']],
  ['the socket of Docker', TASK, task({}, mounts('/var/run/docker.sock')), ['fail']],
  ['the root of the host', TASK, task({}, mounts('/')), ['fail']],
  ['a folder of the host', TASK, task({}, mounts('/srv/orders')), []],
  ['a folder of the deployment', TASK, task({}, mounts(PARAMETER)), ['unknown']],
  ['nothing set', JOB, { ContainerProperties: { Image: 'i' } }, []],
  ['privileged', JOB, { ContainerProperties: { Privileged: true } }, ['fail']],
  [
    'privileged in a task',
    JOB,
    { EcsProperties: { TaskProperties: [{ Containers: [{ Privileged: true }] }] } },
    ['fail'],
  ],
  ['of the deployment', JOB, { ContainerProperties: PARAMETER }, ['unknown']],
]);

test('STORE-23 is not led astray by parameters that have no say', () => {
  const names = Array.from({ length: 12 }, (_, index) => `P${index}`);
  const Parameters = Object.fromEntries(names.map((name) => [name, { Type: 'String', Default: 'x' }]));
  const Environment = names.map((Name) => ({ Name, Value: { Ref: Name } }));
  const of = (Privileged: boolean) => ({
    Task: { Type: 'AWS::ECS::TaskDefinition', Properties: task({ Environment, Privileged }) },
  });
  expect(verdicts('STORE-23', of(false), { Parameters })).toEqual([]);
  expect(verdicts('STORE-23', of(true), { Parameters })).toEqual(['fail Task']);
});

cases('STORE-24', [
  ['nothing set', TASK, task({}), ['fail']],
  ['writable', TASK, task({ ReadonlyRootFilesystem: false }), ['fail']],
  ['read-only', TASK, task({ ReadonlyRootFilesystem: true }), []],
  ['read-only, as text', TASK, task({ ReadonlyRootFilesystem: 'true' }), []],
  ['parameter', TASK, task({ ReadonlyRootFilesystem: PARAMETER }), ['unknown']],
  ['Windows', TASK, task({}, { RuntimePlatform: { OperatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }), []],
  ['nothing set', JOB, { ContainerProperties: { Image: 'i' } }, ['fail']],
]);

const REPOSITORY = 'ECR::Repository';
cases('STORE-27', [
  ['nothing set', REPOSITORY, {}, ['fail']],
  ['mutable', REPOSITORY, { ImageTagMutability: 'MUTABLE' }, ['fail']],
  ['immutable', REPOSITORY, { ImageTagMutability: 'IMMUTABLE' }, []],
  ['immutable but for some', REPOSITORY, { ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' }, []],
  ['parameter', REPOSITORY, { ImageTagMutability: PARAMETER }, ['unknown']],
]);
const scanned = (ScanOnPush: unknown) => ({ ImageScanningConfiguration: { ScanOnPush } });
cases('STORE-28', [
  ['nothing set', REPOSITORY, {}, ['fail']],
  ['not scanned', REPOSITORY, scanned(false), ['fail']],
  ['scanned', REPOSITORY, scanned('true'), []],
  ['parameter', REPOSITORY, scanned(PARAMETER), ['unknown']],
]);
test.each<[string, object, string[]]>([
  ['with rules', { Rules: [{ ScanFrequency: 'SCAN_ON_PUSH' }], ScanType: 'BASIC' }, []],
  ['without rules', { Rules: [], ScanType: 'BASIC' }, ['fail Images']],
])('STORE-28 sees the registry %s', (_, Properties, expected) => {
  const registry = { Type: 'AWS::ECR::RegistryScanningConfiguration', Properties };
  expect(verdicts('STORE-28', { Registry: registry, Images: { Type: 'AWS::ECR::Repository' } })).toEqual(expected);
});
