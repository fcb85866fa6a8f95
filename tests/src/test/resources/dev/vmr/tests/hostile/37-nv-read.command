# TPM2_NV_Read: all of it
pcr-only: 143
8002      tag: sessions
00000023  size
0000014e  TPM_CC_NV_Read
40000001  handle: TPM_RH_OWNER
01500001  handle: the index
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
0020      size
0000      offset
