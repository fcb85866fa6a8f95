# TPM2_PCR_Allocate: sha1 in PCR 0 to 7, sha384 nowhere
pcr-only: 143
8002      tag: sessions
00000037  size
0000012b  TPM_CC_PCR_Allocate
4000000c  handle: TPM_RH_PLATFORM
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
00000004  selections
000403ff0000    sha1
000b03ffffff    sha256
000c03000000    sha384
000d03ffffff    sha512
