import { Rule } from '../../core/rule';
import { askForSecondFactor } from './ask-for-second-factor';
import { enhancedFlowOnly } from './enhanced-flow-only';
import { hideWhoExists } from './hide-who-exists';
import { httpsCallbacks } from './https-callbacks';
import { noGuests } from './no-guests';
import { noImplicitGrant } from './no-implicit-grant';
import { noPasswordInRequests } from './no-password-in-requests';
import { protectFromDeletion } from './protect-from-deletion';
import { recordSignIns } from './record-sign-ins';
import { recoverByVerifiedEmail } from './recover-by-verified-email';
import { refuseRiskySignIns } from './refuse-risky-sign-ins';
import { revocableTokens } from './revocable-tokens';
import { secondFactorFromAnApp } from './second-factor-from-an-app';
import { shortLivedTokens } from './short-lived-tokens';
import { signUpByInvitation } from './sign-up-by-invitation';
import { strongPasswords } from './strong-passwords';
import { verifyChangedAddresses } from './verify-changed-addresses';

export const IDENTITY_RULES: readonly Rule[] = [
  askForSecondFactor,
  secondFactorFromAnApp,
  strongPasswords,
  signUpByInvitation,
  protectFromDeletion,
  recoverByVerifiedEmail,
  refuseRiskySignIns,
  verifyChangedAddresses,
  noImplicitGrant,
  httpsCallbacks,
  noPasswordInRequests,
  hideWhoExists,
  shortLivedTokens,
  revocableTokens,
  noGuests,
  enhancedFlowOnly,
  recordSignIns,
];
