import { accepted, type Result, refused } from '#domain/primitives/result';
import type { ConfigurationProblem, ConfigurationRefusal } from './configuration.errors.ts';
import { nearestName } from './nearest-name.ts';
import type { Setting, SettingTable, ValuesOf } from './setting.ts';

/** Environment variables, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The text of a small file, or undefined when it cannot be read. */
export type ReadSecretFile = (path: string) => string | undefined;

/** Longer values are cut in messages: enough to recognise one, too little to flood a log. */
const MAX_SHOWN_CHARACTERS = 80;
/** More problems than this are one mistake (a wrong file sourced, say), not that many. */
const MAX_PROBLEMS = 32;

/**
 * Reads one program's table from an environment. An empty variable counts as absent, as compose files leave them.
 * Every problem is found before it answers.
 *
 * @param knownElsewhere CHEESE_ variables that this program does not read but that may be there, since programs
 *   started together share an environment; any other CHEESE_ variable is refused.
 */
export function readSettings<Table extends SettingTable>(
  table: Table,
  env: Environment,
  knownElsewhere: readonly string[],
  readSecretFile: ReadSecretFile,
): Result<ValuesOf<Table>, ConfigurationRefusal> {
  const problems: ConfigurationProblem[] = unknownVariables(env, [...variablesOf(table), ...knownElsewhere]);
  const values: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(table)) {
    const outcome = readOne(entry, env, readSecretFile);
    if (outcome.ok) values[name] = outcome.value;
    else problems.push(outcome.refusal);
  }
  if (problems.length > 0) {
    return refused({ code: 'configuration-refused', problems: problems.slice(0, MAX_PROBLEMS) });
  }
  return accepted(values as ValuesOf<Table>);
}

/** Every variable a table reads, those for files of secrets included. */
export function variablesOf(table: SettingTable): string[] {
  return Object.values(table).flatMap(({ variable, secret }) =>
    secret ? [variable, fileVariable(variable)] : [variable],
  );
}

function fileVariable(variable: string): string {
  return `${variable}_FILE`;
}

function present(env: Environment, variable: string): string | undefined {
  const text = env[variable];
  return text === undefined || text === '' ? undefined : text;
}

function unknownVariables(env: Environment, known: readonly string[]): ConfigurationProblem[] {
  const names = new Set(known);
  return Object.keys(env)
    .filter((variable) => variable.startsWith('CHEESE_') && !names.has(variable))
    .sort()
    .map((variable) => {
      const nearest = nearestName(variable, known);
      return { code: 'configuration-variable-unknown', variable, ...(nearest === undefined ? {} : { nearest }) };
    });
}

function readOne(
  entry: Setting<unknown>,
  env: Environment,
  readSecretFile: ReadSecretFile,
): Result<unknown, ConfigurationProblem> {
  const { variable, format } = entry;
  let text = present(env, variable);
  if (entry.secret) {
    const path = present(env, fileVariable(variable));
    if (path !== undefined) {
      if (text !== undefined) {
        return refused({ code: 'configuration-given-twice', variable, other: fileVariable(variable) });
      }
      text = readSecretFile(path)?.trim();
      if (text === undefined) {
        return refused({ code: 'configuration-secret-unreadable', variable: fileVariable(variable), path });
      }
    }
  }
  if (text === undefined) return accepted(entry.fallback);
  const value = format.parse(text);
  if (value !== undefined) return accepted(value);
  const got = entry.secret ? `a secret of ${text.length} characters` : shown(text);
  return refused({ code: 'configuration-value-refused', variable, got, takes: format.takes });
}

/** Quoted, with control characters escaped, so that a value cannot write lines of its own into a log. */
function shown(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text);
}
