import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A payment that was asked for under a caller's key. */
@Entity('payment_key')
@Index('payment_key_key', ['key'], { unique: true })
@Index('payment_key_signed', ['signedAtMs'])
export class PaymentKeyEntity {
  /** In the order they came; none is given twice. */
  @PrimaryGeneratedColumn('increment')
  number: number;

  @Column('text')
  key: string;

  /** 32 bytes. */
  @Column('blob')
  fingerprint: Uint8Array;

  /** Canonical bytes. */
  @Column('blob')
  transaction: Uint8Array;

  /** Milliseconds since 1970. */
  @Column('integer', { name: 'signed_at_ms' })
  signedAtMs: number;

  /** 0 signed, 1 taken. */
  @Column('integer')
  taken: number;
}
