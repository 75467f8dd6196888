import type { Command } from 'commander';
import { usageFailure } from '../cli-failure.ts';

/** Flags of `tracker` and `peer`, each a shorter way to set a CHEESE_ variable. */
export interface ProgramFlag {
  readonly flags: string;
  readonly variable: `CHEESE_${string}`;
  readonly description: string;
  /** The flag may be given several times; the variable then holds them all. */
  readonly repeatable?: true;
}

export const SHARED_FLAGS: readonly ProgramFlag[] = [
  { flags: '--listen <host>', variable: 'CHEESE_P2P_HOST', description: 'address to listen on; 0.0.0.0 for all' },
  { flags: '--port <port>', variable: 'CHEESE_P2P_PORT', description: 'TCP port of the network protocol' },
  { flags: '--http-listen <host>', variable: 'CHEESE_HTTP_HOST', description: 'address to listen on for HTTP' },
  { flags: '--http-port <port>', variable: 'CHEESE_HTTP_PORT', description: 'TCP port for HTTP' },
  { flags: '--network <name>', variable: 'CHEESE_NETWORK', description: 'a preset or a network file' },
  { flags: '--data <folder>', variable: 'CHEESE_DATA_DIR', description: 'where everything is kept' },
  { flags: '--log-level <level>', variable: 'CHEESE_LOG_LEVEL', description: 'the least important lines written' },
];

/** Adds the flags to a command; what each takes is checked by the configuration, in one place. */
export function addProgramFlags(command: Command, flags: readonly ProgramFlag[]): Command {
  for (const { flags: text, description, variable, repeatable } of flags) {
    const help = `${description} (${variable})`;
    if (repeatable) command.option(text, `${help}; may be repeated`, collect);
    else command.option(text, help);
  }
  return command;
}

function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

/** The variables that the given flags stand for. */
export function variablesFromFlags(command: Command, flags: readonly ProgramFlag[]): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { flags: text, variable } of flags) {
    const option = command.options.find((candidate) => candidate.flags === text);
    const value: unknown = option === undefined ? undefined : command.opts()[option.attributeName()];
    if (value === undefined) continue;
    const written = Array.isArray(value) ? value.join(',') : String(value);
    if (written === '') throw usageFailure('flag-empty', `${text.split(' ')[0]} needs a value.`);
    variables[variable] = written;
  }
  return variables;
}
