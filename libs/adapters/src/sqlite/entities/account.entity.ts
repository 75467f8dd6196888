import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An account, as of some write not long ago: newer states stand in the account journal until they are moved here. */
@Entity('account', { withoutRowid: true })
export class AccountEntity {
  /** 20 bytes. */
  @PrimaryColumn('blob')
  id: Uint8Array;

  /** Crumbs. */
  @Column('integer')
  balance: number;

  @Column('integer')
  nonce: number;
}
