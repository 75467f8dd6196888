import type { ChainSummary } from './api-types.ts';
import { grouped } from './format.ts';

/** How far a peer is that catches up; empty when it only has a block or two to fetch. */
export function syncWords({ height, sync }: Pick<ChainSummary, 'height' | 'sync'>): string {
  if (sync === null) return '';
  const target = `of about ${grouped(sync.targetHeight)}`;
  if (sync.phase === 'judging-headers') return `it weighs their headers first, ${grouped(sync.headerHeight)} ${target}`;
  if (sync.phase === 'fetching-headers') return `it has ${grouped(sync.headerHeight)} ${target} headers`;
  return `it has checked ${grouped(height)} ${target} cheeses`;
}
