# TPM2_ReadPublic: of the signing key
pcr-only: 143
8001      tag: no sessions
0000000e  size
00000173  TPM_CC_ReadPublic
80000001  handle: the signing key
