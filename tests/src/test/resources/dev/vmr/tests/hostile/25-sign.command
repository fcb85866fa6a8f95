# TPM2_Sign: a digest
pcr-only: 143
8002      tag: sessions
00000049  size
0000015d  TPM_CC_Sign
80000001  handle: the signing key
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
0020      digest: size
cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd    digest
0018000b  scheme: ECDSA, sha256
8024      ticket: TPM_ST_HASHCHECK
40000007    hierarchy: TPM_RH_NULL
0000        digest: empty
