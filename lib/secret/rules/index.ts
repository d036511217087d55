import { Rule } from '../../core/rule';
import { encryptWithOwnKey } from './encrypt-with-own-key';
import { generateTheValue } from './generate-the-value';
import { hideSecretParameters } from './hide-secret-parameters';
import { keepOnRemoval } from './keep-on-removal';
import { noCredentialInProperties } from './no-credential-in-properties';
import { noSecretBesideResources } from './no-secret-beside-resources';
import { noSecretInDefault } from './no-secret-in-default';
import { noSecretInOpenTexts } from './no-secret-in-open-texts';
import { noSecretInOutputs } from './no-secret-in-outputs';
import { noSecretInParameterStore } from './no-secret-in-parameter-store';
import { rotate } from './rotate';

export const SECRET_RULES: readonly Rule[] = [
  generateTheValue,
  encryptWithOwnKey,
  rotate,
  keepOnRemoval,
  noSecretInParameterStore,
  noSecretInDefault,
  hideSecretParameters,
  noSecretInOutputs,
  noCredentialInProperties,
  noSecretInOpenTexts,
  noSecretBesideResources,
];
