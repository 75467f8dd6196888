import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ACCESS, type Access } from './access.decorators.ts';
import { HttpAccess } from './http-access.ts';

/** Asks of every call whether it may be made. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly access: HttpAccess,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, places) ?? 'read';
    this.access.check(context.switchToHttp().getRequest<FastifyRequest>(), access);
    return true;
  }
}
