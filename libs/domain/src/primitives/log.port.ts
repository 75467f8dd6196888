/** Values beside a log line: plain, so that every sink can write them. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where a capability says what happened. Never a secret: no key, token, password or mnemonic. */
export interface Log {
  /** False when debugging lines go nowhere: whoever would make one at every turn need not. */
  readonly debugs?: boolean;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Says nothing: for tests and simulation. */
export const SILENT_LOG: Log = { debugs: false, debug() {}, info() {}, warn() {}, error() {} };
