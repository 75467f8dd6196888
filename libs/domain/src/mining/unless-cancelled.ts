import type { Cancellation } from '../primitives/cancellation.ts';

/** Resolves with the event or with the cancellation, whichever comes first; leaves no listener behind. */
export async function unlessCancelled(event: Promise<void>, cancellation: Cancellation): Promise<void> {
  if (cancellation.aborted) return;
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
    cancellation.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([event, stopped]);
  } finally {
    cancellation.removeEventListener('abort', stop);
  }
}
