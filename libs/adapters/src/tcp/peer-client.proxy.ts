import { ClientProxy, type ReadPacket, type WritePacket } from '@nestjs/microservices';
import type { OneWayCommand, OneWayMessages, RequestCommand, RequestOf } from '#domain/peer-network/messages';
import type { Session } from '#domain/peer-network/transport.port';
import { invariant } from '#domain/primitives/invariant';
import { isOneWayCommand, isRequestCommand, knownCommand } from '../wire/protocol.ts';

/**
 * Nest's way to say something to one peer, on the same session on which that peer's messages arrive at the PeerServer:
 * `send('HCK', status)` gives the answer, or fails with the RequestRefusal; `emit('ADDRESSES', …)` waits for nothing.
 */
export class PeerClient extends ClientProxy {
  constructor(
    private readonly session: Session,
    private readonly timeoutMs: number,
  ) {
    super();
  }

  /** The session stands or it doesn't: nothing is dialled here. */
  async connect(): Promise<void> {
    invariant(!this.session.closed, 'the session has ended');
  }

  close(): void {
    this.session.disconnect('leaving');
  }

  override unwrap<T>(): T {
    return this.session as T;
  }

  protected override publish(packet: ReadPacket, callback: (packet: WritePacket) => void): () => void {
    let isCancelled = false;
    const settle = (outcome: WritePacket): void => {
      if (!isCancelled) callback({ ...outcome, isDisposed: true });
    };
    this.ask(packet).then(settle, (err: unknown) => settle({ err }));
    return () => {
      isCancelled = true;
    };
  }

  protected override async dispatchEvent<T>({ pattern, data }: ReadPacket): Promise<T> {
    const command = knownCommand(String(pattern));
    invariant(command !== undefined && isOneWayCommand(command), `${String(pattern)} is said without an answer`);
    this.session.send<OneWayCommand>(command, data as OneWayMessages[OneWayCommand]);
    return undefined as T;
  }

  private async ask({ pattern, data }: ReadPacket): Promise<WritePacket> {
    const command = knownCommand(String(pattern));
    invariant(command !== undefined && isRequestCommand(command), `${String(pattern)} is a request`);
    const answer = await this.session.request<RequestCommand>(
      command,
      data as RequestOf<RequestCommand>,
      this.timeoutMs,
    );
    return answer.ok ? { response: answer.value } : { err: answer.refusal };
  }
}
