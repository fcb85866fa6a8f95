# TPM2_EvictControl: the signing key stays
pcr-only: 143
8002      tag: sessions
00000023  size
00000120  TPM_CC_EvictControl
40000001  handle: TPM_RH_OWNER
80000001  handle: the signing key
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
81000001  persistent handle
