import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Level, type Logger, pino } from 'pino';
import type { Log, LogFields } from '#domain/primitives/log.port';
import { LineSink } from './line-sink.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** One JSON object a line on standard output: time in ISO 8601, level as a word. */
export class PinoLog implements Log {
  readonly debugs: boolean;

  private constructor(private readonly logger: Logger) {
    this.debugs = logger.isLevelEnabled('debug');
  }

  /** Written at once, line by line, on standard output unless another stream is given. */
  static create(level: LogLevel, bindings: LogFields, stream: DestinationStream = new LineSink(1)): PinoLog {
    const options = {
      level,
      base: { ...bindings },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
    };
    return new PinoLog(pino(options, stream));
  }

  debug(message: string, fields?: LogFields): void {
    this.write('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.write('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.write('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.write('error', message, fields);
  }

  private write(level: Level, message: string, fields: LogFields = {}): void {
    this.logger[level](fields, message);
  }
}

/** Lets Nest say what it has to say in the same lines: its start-up chatter counts as debugging. */
export function nestLogger(log: Log): LoggerService {
  return {
    log: (message: unknown, context?: string) => log.debug(String(message), { context }),
    warn: (message: unknown, context?: string) => log.warn(String(message), { context }),
    error: (message: unknown, stack?: string, context?: string) => log.error(String(message), { stack, context }),
    debug: (message: unknown, context?: string) => log.debug(String(message), { context }),
  };
}
