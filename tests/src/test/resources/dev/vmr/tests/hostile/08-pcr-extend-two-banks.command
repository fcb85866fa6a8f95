# TPM2_PCR_Extend: PCR 10 as a kernel does
8002      tag: sessions
00000057  size
00000182  TPM_CC_PCR_Extend
0000000a  handle: PCR 10
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
00000002  digests
0004        algorithm: sha1
1111111111111111111111111111111111111111
000b        algorithm: sha256
2222222222222222222222222222222222222222222222222222222222222222
