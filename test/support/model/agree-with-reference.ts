import fc from 'fast-check';
import { HistoryRun, type HistorySummary, type ModelStore } from './history-run.ts';
import { histories } from './steps.ts';

/** Lives through random histories of at most so many steps, each on a store of its own, and adds up what happened. */
export async function agreeWithReference(
  newStore: () => ModelStore,
  { count, maxSteps }: { readonly count: number; readonly maxSteps: number },
): Promise<HistorySummary> {
  const all: HistorySummary = { blocks: 0, reorganisations: 0, refusals: new Set() };
  await fc.assert(
    fc.asyncProperty(histories(maxSteps), async (history) => {
      const store = newStore();
      try {
        const run = await HistoryRun.begin(store);
        for (const step of history) await run.take(step);
        await run.close();
        all.blocks += run.summary.blocks;
        all.reorganisations += run.summary.reorganisations;
        for (const code of run.summary.refusals) all.refusals.add(code);
      } finally {
        store.remove();
      }
    }),
    { numRuns: count },
  );
  return all;
}
