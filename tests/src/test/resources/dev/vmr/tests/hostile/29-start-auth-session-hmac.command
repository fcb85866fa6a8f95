# TPM2_StartAuthSession: HMAC, with AES for parameters
8001      tag: no sessions
0000002f  size
00000176  TPM_CC_StartAuthSession
40000007  handle: key: none
40000007  handle: bound to nothing
0010      nonce: size
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa    nonce
0000      salt: size
00        TPM_SE_HMAC
000600800043  AES 128 CFB
000b      sha256
