import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OpenToAll } from '../access/access.decorators.ts';

/** What a probe asks: does the process answer, and can it serve? */
export abstract class Readiness {
  /** Why it cannot, or undefined when it can. */
  abstract check(): string | undefined;
}

/** Probes for orchestrators: neither token nor Host check. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('healthz')
  @OpenToAll()
  health(): { status: string } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @OpenToAll()
  ready(@Res({ passthrough: true }) reply: FastifyReply): { status: string; reason?: string } {
    const reason = this.readiness.check();
    if (reason === undefined) return { status: 'ready' };
    void reply.status(503);
    return { status: 'not ready', reason };
  }
}
