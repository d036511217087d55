/** Prints what the product costs. Nothing here passes or fails. */
process.env.CDK_VALIDATION = 'false';

import { benchFootprint } from './footprint';
import { benchGate } from './gate';
import { benchSynth } from './synth';

// CDK prints its warnings there; what fails throws
console.error = () => undefined;

benchSynth();
benchGate();
benchFootprint();
