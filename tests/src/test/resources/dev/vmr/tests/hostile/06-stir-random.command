# TPM2_StirRandom: four bytes
8001      tag: no sessions
00000010  size
00000146  TPM_CC_StirRandom
0004      data: size
01020304    data
