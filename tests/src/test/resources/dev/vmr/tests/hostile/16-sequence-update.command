# TPM2_SequenceUpdate: of the event sequence
8002      tag: sessions
0000005d  size
0000015c  TPM_CC_SequenceUpdate
80000000  handle: the sequence
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
0040      data: size
000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f    data
