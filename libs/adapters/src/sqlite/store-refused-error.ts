import type { StoreRefusal } from './store.errors.ts';

/** Carries a refusal out of TypeORM's own opening of the connection, where only an exception gets through. */
export class StoreRefusedError extends Error {
  override readonly name = 'StoreRefusedError';

  constructor(readonly refusal: StoreRefusal) {
    super(refusal.code);
  }
}

/** What an error while opening means; undefined when it is none that a file can cause. */
export function refusalOf(error: unknown, path: string): StoreRefusal | undefined {
  if (error instanceof StoreRefusedError) return error.refusal;
  if (!(error instanceof Error)) return undefined;
  const code = codeOf(error);
  if (code === undefined) return undefined;
  const detail = error.message;
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return { code: 'store-in-use', path };
  if (/^SQLITE_(NOTADB|CORRUPT|FORMAT)/.test(code)) return { code: 'store-damaged', path, detail };
  if (/^SQLITE_(CANTOPEN|READONLY|IOERR|FULL|PERM|AUTH)|^E[A-Z]+$/.test(code)) {
    return { code: 'store-unavailable', path, detail };
  }
  return undefined;
}

/** SQLite's or the system's code; TypeORM wraps what a query throws. */
function codeOf(error: Error): string | undefined {
  const { code, driverError } = error as Error & { readonly code?: unknown; readonly driverError?: unknown };
  if (typeof code === 'string') return code;
  return driverError instanceof Error ? codeOf(driverError) : undefined;
}
