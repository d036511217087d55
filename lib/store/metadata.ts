import type { Resource } from '../core/assembly';
import { saysSame } from './settings';

/** Where each type says how its instance metadata is read. */
const OPTIONS: Readonly<Record<string, string>> = {
  'AWS::EC2::Instance': 'MetadataOptions',
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.MetadataOptions',
  'AWS::AutoScaling::LaunchConfiguration': 'MetadataOptions',
};
export const METADATA_TYPES: readonly string[] = Object.keys(OPTIONS);

export const tokensPath = ({ type }: Resource): string => `${OPTIONS[type]}.HttpTokens`;

export const hasNoMetadata = (resource: Resource): boolean =>
  saysSame(resource.get(`${OPTIONS[resource.type]}.HttpEndpoint`), 'disabled');
