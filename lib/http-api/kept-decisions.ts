import type { Judgement } from '../core/rule';
import { keepsCallersApart } from '../api/caller-sources';

/** Whether callers share what an authorizer decided. Without a word nothing is kept, unlike in REST APIs. */
export const judgeKept = (ttl: unknown, sources: unknown, at: string): Judgement =>
  keepsCallersApart(sources, ttl ?? 0, at);
