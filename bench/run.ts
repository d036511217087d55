/** Prints what the product costs. Nothing here passes or fails. */
process.env.CDK_VALIDATION = 'false';

import { benchGate } from './gate';

benchGate();
