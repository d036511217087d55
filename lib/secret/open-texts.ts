import type { Reading } from './named-texts';

/** Where a type keeps texts that whoever may describe the resource can read. */
export interface OpenText {
  readonly path: string;
  readonly reading: Reading;
  /** CloudFormation writes no secret out there, or the value is written only: `{{resolve:…}}` is right. */
  readonly takesReferences?: boolean;
}

const values = (...paths: string[]): OpenText[] => paths.map((path) => ({ path, reading: 'value' }));
const scripts = (...paths: string[]): OpenText[] => paths.map((path) => ({ path, reading: 'script' }));
const withReferences = (...paths: string[]): OpenText[] =>
  paths.map((path) => ({ path, reading: 'value', takesReferences: true }));

/** Functions, state machines, stage variables of HTTP APIs and parameters have rules of their own. `*`: every item of a list. */
export const OPEN_TEXTS: Readonly<Record<string, readonly OpenText[]>> = {
  'AWS::ApiGateway::Stage': values('Variables'),
  'AWS::ApiGateway::Deployment': values('StageDescription.Variables'),
  'AWS::ApiGateway::Method': values('Integration.RequestParameters', 'Integration.RequestTemplates'),
  'AWS::AppRunner::Service': values(
    'SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables',
    'SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues.RuntimeEnvironmentVariables',
  ),
  'AWS::AppSync::FunctionConfiguration': values('RequestMappingTemplate', 'Code'),
  'AWS::AppSync::Resolver': values('RequestMappingTemplate', 'Code'),
  'AWS::AppConfig::HostedConfigurationVersion': scripts('Content'),
  'AWS::Amplify::App': [
    ...values('EnvironmentVariables', 'AutoBranchCreationConfig.EnvironmentVariables'),
    { path: 'BuildSpec', reading: 'build-spec' },
  ],
  'AWS::Amplify::Branch': values('EnvironmentVariables'),
  'AWS::AutoScaling::LaunchConfiguration': scripts('UserData'),
  'AWS::Batch::JobDefinition': values(
    'ContainerProperties.Environment',
    'ContainerProperties.Command',
    'NodeProperties.NodeRangeProperties.*.Container.Environment',
    'EcsProperties.TaskProperties.*.Containers.*.Environment',
    'EksProperties.PodProperties.Containers.*.Env',
  ),
  'AWS::CloudFormation::Stack': withReferences('Parameters'),
  'AWS::CloudFront::Distribution': withReferences('DistributionConfig.Origins.*.OriginCustomHeaders'),
  'AWS::CloudFront::Function': [{ path: 'FunctionCode', reading: 'code' }],
  'AWS::CodeBuild::Project': [
    ...values('Environment.EnvironmentVariables'),
    { path: 'Source.BuildSpec', reading: 'build-spec' },
  ],
  'AWS::CodePipeline::Pipeline': values('Stages.*.Actions.*.Configuration.EnvironmentVariables'),
  'AWS::EC2::Instance': scripts('UserData'),
  'AWS::EC2::LaunchTemplate': scripts('LaunchTemplateData.UserData'),
  'AWS::EC2::SpotFleet': scripts('SpotFleetRequestConfigData.LaunchSpecifications.*.UserData'),
  'AWS::ECS::TaskDefinition': [
    ...values('ContainerDefinitions.*.Environment', 'ContainerDefinitions.*.DockerLabels'),
    ...values('ContainerDefinitions.*.LogConfiguration.Options'),
    ...scripts('ContainerDefinitions.*.Command', 'ContainerDefinitions.*.EntryPoint'),
  ],
  'AWS::ElasticBeanstalk::Environment': values('OptionSettings'),
  'AWS::ElasticBeanstalk::ConfigurationTemplate': values('OptionSettings'),
  'AWS::EMR::Cluster': values('Configurations', 'Steps', 'BootstrapActions'),
  'AWS::Glue::Job': values('DefaultArguments', 'NonOverridableArguments'),
  'AWS::Glue::Trigger': values('Actions.*.Arguments'),
  'AWS::ImageBuilder::Component': scripts('Data'),
  'AWS::KinesisAnalyticsV2::Application': values('ApplicationConfiguration.EnvironmentProperties'),
  'AWS::Lambda::Function': [{ path: 'Code.ZipFile', reading: 'code' }],
  'AWS::MWAA::Environment': values('AirflowConfigurationOptions'),
  'AWS::SageMaker::Model': values('PrimaryContainer.Environment', 'Containers.*.Environment'),
  'AWS::SageMaker::NotebookInstanceLifecycleConfig': scripts('OnCreate.*.Content', 'OnStart.*.Content'),
  'AWS::SageMaker::StudioLifecycleConfig': scripts('StudioLifecycleConfigContent'),
  'AWS::SageMaker::ProcessingJob': values('Environment'),
  'AWS::SSM::Document': scripts('Content'),
  'AWS::SSM::Association': values('Parameters'),
  'AWS::Scheduler::Schedule': values('Target.Input'),
  'AWS::Events::Rule': values('Targets.*.Input'),
  'AWS::Synthetics::Canary': [...values('RunConfig.EnvironmentVariables'), { path: 'Code.Script', reading: 'code' }],
};
