{{- define "sepadan.name" -}}
{{- if contains "sepadan" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-sepadan" .Release.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "sepadan.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "sepadan.selector" . }}
{{- end }}

{{- define "sepadan.selector" -}}
app.kubernetes.io/name: sepadan
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "sepadan.image" -}}
{{- if .Values.image.digest }}{{ .Values.image.repository }}@{{ .Values.image.digest }}{{ else }}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{/* What every pod is: nobody's rights, nothing that it may write but the volumes below. */}}
{{- define "sepadan.pod" -}}
serviceAccountName: {{ include "sepadan.name" . }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.nodeSelector }}
nodeSelector: {{ toJson . }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{ toJson . }}
{{- end }}
volumes:
  - name: home
{{- if .Values.generations.cache.storageClass }}
    ephemeral:
      volumeClaimTemplate:
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: {{ .Values.generations.cache.storageClass }}
          resources: {requests: {storage: {{ .Values.generations.cache.size }}}}
{{- else }}
    emptyDir: {sizeLimit: {{ .Values.generations.cache.size }}}
{{- end }}
  - name: shared
    persistentVolumeClaim: {claimName: {{ .Values.shared.existingClaim | default (printf "%s-shared" (include "sepadan.name" .)) }}}
  - name: tmp
    emptyDir: {sizeLimit: 1Gi}
  - name: secrets
    secret: {secretName: {{ .Values.secrets.name }}, defaultMode: 0440}
{{- end }}

{{- define "sepadan.container" -}}
image: {{ include "sepadan.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
envFrom:
  - configMapRef: {name: {{ include "sepadan.name" . }}}
{{- range .Values.secrets.environmentFrom }}
  - secretRef: {name: {{ . }}}
{{- end }}
volumeMounts:
  - {name: home, mountPath: /var/lib/sepadan}
  - {name: shared, mountPath: /var/lib/sepadan-shared}
  - {name: tmp, mountPath: /tmp}
  - {name: secrets, mountPath: /run/secrets/sepadan, readOnly: true}
{{- end }}
