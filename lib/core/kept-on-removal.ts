import type { Resource } from './assembly';
import { resolve } from './intrinsics';
import { fail, Judgement, PASS, unknown } from './rule';
import { isUnknown } from './text';

const WANTED: Readonly<Record<string, readonly string[]>> = {
  DeletionPolicy: ['Retain', 'RetainExceptOnCreate'],
  UpdateReplacePolicy: ['Retain'],
};

/** Whether CloudFormation leaves what holds data where it is, when its resource goes or is replaced. */
export function keptOnRemoval({ raw, template }: Resource): Judgement {
  for (const [attribute, wanted] of Object.entries(WANTED)) {
    const value = resolve(raw[attribute], template);
    if (isUnknown(value)) return unknown(`${attribute} ${value}`, attribute);
    if (!wanted.includes(value)) return fail(`${attribute} ${value ?? 'Delete'}`, attribute);
  }
  return PASS;
}
