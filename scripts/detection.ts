/** Measures how much of test/detection the gate finds, and how often it cries wolf. A test holds the page to the truth. */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { measure, Measurement, SECOND } from './detection-corpus';
import { detectionPage } from './detection-page';

const PAGE = join(__dirname, '../docs/detection.md');

/** @throws when the gate could not read or judge a template of the corpus: then no figure is worth anything */
export function writeDetectionPage(measurement: Measurement = measure(), second: Measurement = measure(SECOND)): void {
  const troubles = [...measurement.troubles, ...second.troubles];
  if (troubles.length > 0) throw new Error(`expected the gate to judge the whole corpus, got ${troubles.join('; ')}`);
  writeFileSync(PAGE, detectionPage(measurement, second));
}

if (require.main === module) writeDetectionPage();
