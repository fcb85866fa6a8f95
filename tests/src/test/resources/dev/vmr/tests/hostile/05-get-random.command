# TPM2_GetRandom: 32 bytes
8001      tag: no sessions
0000000c  size
0000017b  TPM_CC_GetRandom
0020      how many
