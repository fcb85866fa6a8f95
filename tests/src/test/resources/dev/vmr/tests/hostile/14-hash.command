# TPM2_Hash: sha256 of abc
8001      tag: no sessions
00000015  size
0000017d  TPM_CC_Hash
0003      data: size
616263      data
000b      algorithm: sha256
40000007  hierarchy: TPM_RH_NULL
