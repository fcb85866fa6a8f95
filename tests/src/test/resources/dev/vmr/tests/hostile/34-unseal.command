# TPM2_Unseal: with the policy session
pcr-only: 143
8002      tag: sessions
0000001b  size
0000015e  TPM_CC_Unseal
80000002  handle: the sealed object
00000009  size of the authorization area
03000001    the policy session
0000        nonce: empty
01          attributes: continueSession
0000        hmac: empty
