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
  const { code, message: detail } = causeOf(error);
  if (code === undefined) return undefined;
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return { code: 'store-in-use', path };
  if (/^SQLITE_(NOTADB|CORRUPT|FORMAT)/.test(code)) return { code: 'store-damaged', path, detail };
  if (/^SQLITE_(CANTOPEN|READONLY|IOERR|FULL|PERM|AUTH)|^E[A-Z]+$/.test(code)) {
    return { code: 'store-unavailable', path, detail };
  }
  return undefined;
}

interface Cause {
  /** SQLite's code or the system's. */
  readonly code: string | undefined;
  readonly message: string;
}

/** Known by its shape: the native module's error class need not be the one that this code would compare with. */
function causeOf(error: unknown): Cause {
  const { code, message, driverError } = (error ?? {}) as Record<string, unknown>;
  if (typeof code === 'string') return { code, message: String(message) };
  // TypeORM wraps what a query throws.
  return driverError === undefined ? { code: undefined, message: '' } : causeOf(driverError);
}
