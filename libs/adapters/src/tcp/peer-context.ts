import { BaseRpcContext } from '@nestjs/microservices';
import type { Session } from '#domain/peer-network/transport.port';

/** What a handler of a peer's message gets with `@Ctx()`: the session it came on, whichever side dialled. */
export class PeerContext extends BaseRpcContext<[session: Session, pattern: string]> {
  get session(): Session {
    return this.args[0];
  }

  /** The command, or the event of the session's life. */
  get pattern(): string {
    return this.args[1];
  }
}
