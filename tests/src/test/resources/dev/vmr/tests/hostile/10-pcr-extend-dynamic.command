# TPM2_PCR_Extend: PCR 20, which locality 2 may
locality: 2
8002      tag: sessions
00000041  size
00000182  TPM_CC_PCR_Extend
00000014  handle: PCR 20
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
00000001  digests
000b        algorithm: sha256
7777777777777777777777777777777777777777777777777777777777777777
