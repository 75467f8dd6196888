import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An open transaction, kept across restarts. */
@Entity('open_transaction')
export class OpenTransactionEntity {
  /** Internal order, 32 bytes. */
  @PrimaryColumn('blob')
  id: Uint8Array;

  @Column('blob')
  bytes: Uint8Array;

  /** Milliseconds since 1970. */
  @Column('integer', { name: 'first_seen_ms' })
  firstSeenMs: number;
}
