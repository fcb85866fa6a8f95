# TPM2_PCR_Reset: PCR 23
8002      tag: sessions
0000001b  size
0000013d  TPM_CC_PCR_Reset
00000017  handle: PCR 23
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
