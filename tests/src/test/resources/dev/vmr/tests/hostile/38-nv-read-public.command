# TPM2_NV_ReadPublic: of the index
pcr-only: 143
8001      tag: no sessions
0000000e  size
00000169  TPM_CC_NV_ReadPublic
01500001  handle: the index
